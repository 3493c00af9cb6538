/// The way from a composed YAML document to JSON: resolves scalars, repeats what aliases name, merges, and notes where
/// everything stands.
struct YAMLConversion {
    private let tree: YAMLTree
    private let limits: YAMLReader.Limits
    private let duplicateKeys: YAMLReader.DuplicateKeys
    private var warnings: [YAMLError] = []
    private var writer = JSONWriter(capacity: 1024)
    /// In the order of the tape.
    private var locations: [SourceLocation] = []
    private var aliased = 0

    init(_ tree: YAMLTree, limits: YAMLReader.Limits, duplicateKeys: YAMLReader.DuplicateKeys) {
        self.tree = tree
        self.limits = limits
        self.duplicateKeys = duplicateKeys
    }

    mutating func document() throws(YAMLError) -> YAMLDocument {
        guard let start = tree.nodes.first?.location else {
            throw YAMLError(location: .start, reason: .json(.empty))
        }
        try write(YAMLTree.root, Place(location: start))
        do throws(JSONError) {
            let json = try JSON(parsing: writer.bytes, limits: JSON.Limits(depth: limits.depth))
            return YAMLDocument(
                json: json, start: start, isBlank: tree.isBlank, warnings: warnings, places: .table(locations))
        } catch {
            throw YAMLError(location: start, reason: .json(error.reason))
        }
    }

    /// Where a value is written: how deep, whether an alias repeats it, and the place that it gets.
    private struct Place {
        var location: SourceLocation
        var depth = 0
        var isAliased = false
    }

    private mutating func write(_ index: Int, _ place: Place) throws(YAMLError) {
        if place.isAliased { try charge(1, place.location) }
        switch tree.nodes[index].content {
        case .alias(let target):
            var place = place
            place.isAliased = true
            try write(target, place)
        case .scalar(let scalar): try write(scalar, place)
        case .sequence(let children):
            let inner = try enter(place)
            writer.beginArray()
            for child in children { try write(child, placed(child, inner)) }
            writer.endArray()
        case .mapping(let children):
            let inner = try enter(place)
            writer.beginObject()
            for member in try members(children, place) {
                locations.append(member.location)
                writer.key(member.name)
                var place = placed(member.value, inner)
                place.isAliased = inner.isAliased || member.isMerged
                try write(member.value, place)
            }
            writer.endObject()
        }
    }

    private mutating func write(_ scalar: YAMLScalar, _ place: Place) throws(YAMLError) {
        if place.isAliased { try charge(scalar.text.utf8.count / 64, place.location) }
        locations.append(place.location)
        switch try value(scalar, place.location) {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .integer(let value): writer.int(value)
        case .unsigned(let value): writer.raw(String(value).utf8)
        case .string(let value): writer.string(value)
        case .float(let value):
            guard value.isFinite else { throw YAMLError(location: place.location, reason: .noJSONNumber(scalar.text)) }
            writer.raw(FloatText.json(value).utf8)
        }
    }

    private mutating func enter(_ place: Place) throws(YAMLError) -> Place {
        guard place.depth < limits.depth else {
            throw YAMLError(location: place.location, reason: .tooDeep(limit: limits.depth))
        }
        locations.append(place.location)
        return Place(location: place.location, depth: place.depth + 1, isAliased: place.isAliased)
    }

    private func placed(_ index: Int, _ outer: Place) -> Place {
        var place = outer
        place.location = tree.nodes[index].location
        return place
    }

    private mutating func charge(_ values: Int, _ location: SourceLocation) throws(YAMLError) {
        aliased += values
        guard aliased <= limits.aliasedValues else {
            throw YAMLError(location: location, reason: .tooManyAliased(limit: limits.aliasedValues))
        }
    }

    private func value(_ scalar: YAMLScalar, _ location: SourceLocation) throws(YAMLError) -> YAMLValue {
        do throws(YAMLError.Reason) { return try YAMLValue.resolve(scalar) } catch {
            throw YAMLError(location: location, reason: error)
        }
    }
}

extension YAMLConversion {
    /// A member of the mapping that is written.
    private struct Member {
        var name: String
        var location: SourceLocation
        var value: Int
        /// `<<` brought it, so that a later key may override it.
        var isMerged: Bool
    }

    /// A mapping's members, merges carried out.
    private struct Members {
        private(set) var list: [Member] = []
        /// Bytes, since strings are equal more loosely.
        private var positions: [[UInt8]: Int] = [:]

        /// Adds a member, or puts it in the place of the one of its name, which is returned then.
        mutating func add(_ member: Member) -> Member? {
            let name = Array(member.name.utf8)
            guard let position = positions[name] else {
                positions[name] = list.count
                list.append(member)
                return nil
            }
            let replaced = list[position]
            list[position] = member
            return replaced
        }
    }

    private mutating func members(_ children: [Int], _ place: Place) throws(YAMLError) -> [Member] {
        var members = Members()
        try collect(children, into: &members, place, isMerged: false)
        return members.list
    }

    /// Adds a mapping's members in the order of the text, in which a later merge must not override a key (that is what
    /// goyaml.v2 does, and YAML does not).
    private mutating func collect(
        _ children: [Int], into members: inout Members, _ place: Place, isMerged: Bool
    ) throws(YAMLError) {
        for position in stride(from: 0, to: children.count - 1, by: 2) {
            let key = children[position]
            let value = children[position + 1]
            if isMergeKey(key) {
                try merge(value, into: &members, place)
                continue
            }
            if isMerged { try charge(1, place.location) }
            let location = tree.nodes[key].location
            let member = Member(name: try name(key), location: location, value: value, isMerged: isMerged)
            guard let replaced = members.add(member), !replaced.isMerged else { continue }
            try object(
                isMerged
                    ? YAMLError(
                        location: place.location, reason: .mergedKeyTaken(member.name, first: replaced.location))
                    : YAMLError(location: location, reason: .duplicateKey(member.name, first: replaced.location)))
        }
    }

    private mutating func object(_ error: YAMLError) throws(YAMLError) {
        guard duplicateKeys == .lastCounts else { throw error }
        warnings.append(error)
    }

    /// Adds the members of a mapping, or of several of which the first counts most.
    private mutating func merge(_ index: Int, into members: inout Members, _ place: Place) throws(YAMLError) {
        var inner = place
        inner.depth += 1
        inner.location = tree.nodes[index].location
        guard inner.depth <= limits.depth else {
            throw YAMLError(location: inner.location, reason: .tooDeep(limit: limits.depth))
        }
        try charge(1, inner.location)
        switch tree.nodes[tree.dereferenced(index)].content {
        case .mapping(let children): try collect(children, into: &members, inner, isMerged: true)
        case .sequence(let sources) where tree.dereferenced(index) == index:
            for source in sources.reversed() { try mergeElement(source, into: &members, inner) }
        default: throw YAMLError(location: inner.location, reason: .mergeOfNoMapping)
        }
    }

    private mutating func mergeElement(_ index: Int, into members: inout Members, _ place: Place) throws(YAMLError) {
        guard case .mapping = tree.nodes[tree.dereferenced(index)].content else {
            throw YAMLError(location: tree.nodes[index].location, reason: .mergeOfNoMapping)
        }
        try merge(index, into: &members, place)
    }

    /// `<<` without quotes.
    private func isMergeKey(_ index: Int) -> Bool {
        guard case .scalar(let scalar) = tree.nodes[index].content, scalar.text == "<<" else { return false }
        return scalar.isPlain || scalar.tag == "tag:yaml.org,2002:merge"
    }

    private func name(_ index: Int) throws(YAMLError) -> String {
        let location = tree.nodes[index].location
        guard case .scalar(let scalar) = tree.nodes[tree.dereferenced(index)].content else {
            throw YAMLError(location: location, reason: .collectionKey)
        }
        do throws(YAMLError.Reason) { return try YAMLValue.resolve(scalar).key() } catch {
            throw YAMLError(location: location, reason: error)
        }
    }
}

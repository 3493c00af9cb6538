import FoundationEssentials
import Rehearsal

extension Output {
    /// Colours where it is a terminal that wants them.
    var style: Style { Style(isTerminal: isTerminal, environment: ProcessInfo.processInfo.environment) }
}

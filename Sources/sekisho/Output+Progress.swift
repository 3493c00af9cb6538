import FoundationEssentials
import Rehearsal

extension Output {
    /// A bar for this output, or none where no terminal would show it.
    var progressBar: ProgressBar? {
        isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb" ? ProgressBar() : nil
    }
}

extension ProgressBar? {
    /// Writes how far the work has come; where even that fails the work goes on.
    mutating func show(_ work: String, _ done: Int, of total: Int) {
        if let text = self?.text(work, done, of: total) { try? Output.errors.write(text) }
    }

    /// Takes the bar away.
    func finish() {
        if let end = self?.end { try? Output.errors.write(end) }
    }
}

import Firewall
import FoundationEssentials
import Glibc
import StationCore

/// `firewall`: lays the rules of what visits may reach, from root's configuration and the PC's present name servers.
struct FirewallTable {
    private static let program = "/usr/sbin/nft"
    private static let resolvConf = "/etc/resolv.conf"
    private static let remedy =
        "The administrator looks at 'systemctl status nftables', and installs the package nftables if it is missing; then "
        + "'vcctl wipe'."

    func lay() throws(HelperError) {
        let firewall = try HelperConfiguration.load().firewall
        let text = (try? String(contentsOfFile: Self.resolvConf, encoding: .utf8)) ?? ""
        let rules = FirewallRules(firewall, resolvers: Resolvers(resolvConf: text), account: try Visitor().uid)
        do {
            try feed(Array(rules.text.utf8))
        } catch {
            // Rules that stay limit visits more than is wanted, and most often there were none.
            if firewall.isEnforced { throw error }
        }
    }

    private func feed(_ text: [UInt8]) throws(HelperError) {
        var input: [Int32] = [-1, -1]
        guard pipe(&input) == 0 else { throw .system("no pipe can be made") }
        // Nothing else is started meanwhile.
        for descriptor in input { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO)
        let words = [Self.program, "-f", "-"]
        var arguments = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var pid: pid_t = 0
        let result = posix_spawn(&pid, Self.program, &actions, nil, arguments, environ)
        close(input[0])
        guard result == 0 else {
            close(input[1])
            throw failure("nftables cannot be run: \(String(cString: strerror(result)))")
        }
        // It may have ended already.
        signal(SIGPIPE, SIG_IGN)
        let isFed = write(input[1], text, text.count) == text.count
        close(input[1])
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        // What is wrong it has said to the journal itself.
        guard isFed, status == 0 else { throw failure("nftables did not take its rules") }
    }

    private func failure(_ what: String) -> HelperError {
        HelperError("The network of visits cannot be limited: \(what).", remedy: Self.remedy)
    }
}

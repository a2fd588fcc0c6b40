import Testing

@testable import OfficerCLI

@Suite struct RemoteHostTests {
    @Test(arguments: ["officer@visit-pc", "visit-pc", "ssh://officer@[::1]:2222", "o_1@10.0.0.7"])
    func takesDestinations(_ text: String) { #expect(RemoteHost(argument: text) != nil) }

    @Test(arguments: ["", "-oProxyCommand=x", "a b", "a;b", "a$(b)", "a\nb", "pétugas@pc"])
    func refusesWhatIsNone(_ text: String) { #expect(RemoteHost(argument: text) == nil) }

    @Test(arguments: [["next", "--host", "a@b", "--json"], ["--host=a@b", "next", "--json"]])
    func theOtherVcctlIsNotToldOfTheHost(_ words: [String]) {
        #expect(RemoteHost.withoutHost(words) == ["next", "--json"])
    }

    @Test func wordsReachTheOtherShellAsTheyAre() {
        #expect(RemoteHost.quoted("it's $HOME") == "'it'\\''s $HOME'")
    }
}

import Testing
import UnitMessages

@testable import TraceSearch

@Suite struct TokenScannerTests {
    private let seed: DrillSeed

    init() throws { seed = try #require(DrillSeed(masked: "0123456789abcdef0123456789abcdef")) }

    private func owners(_ pieces: [[UInt8]]) -> Set<DrillSeed.Owner> {
        var scanner = TokenScanner(seed)
        for piece in pieces { piece.withUnsafeBytes { scanner.take($0) } }
        scanner.finish()
        return scanner.owners
    }

    @Test(arguments: DrillPlace.allCases) func eachPlaceHasATokenOfItsOwn(_ place: DrillPlace) {
        #expect(owners([Array("xx".utf8) + seed.token(for: place) + Array("yy".utf8)]) == [.place(place)])
    }

    @Test func aTokenIsSeenWhereverAStreamIsCut() {
        for width in [1, 2] {
            let token: [UInt8] = seed.token(for: .heap).flatMap { byte in
                [byte] + [UInt8](repeating: 0, count: width - 1)
            }
            let text = [UInt8](repeating: 7, count: 100) + token + [UInt8](repeating: 7, count: 100)
            for cut in 0...text.count {
                #expect(owners([Array(text[..<cut]), Array(text[cut...])]) == [.place(.heap)], "cut at \(cut)")
            }
            #expect(owners(text.map { [$0] }) == [.place(.heap)], "byte by byte")
        }
    }

    @Test func aTokenAtTheVeryEndIsSeen() {
        #expect(owners([seed.token(for: .home)]) == [.place(.home)])
        #expect(owners([seed.secret]) == [.nobody], "its secret alone is a trace as well")
    }

    @Test func theMaskedSeedIsNoToken() {
        #expect(owners([Array(seed.masked.utf8)]).isEmpty)
        #expect(owners([Array("{\"masked\":\"\(seed.masked)00\"}".utf8)]).isEmpty)
    }

    @Test(arguments: ["", "0123", "0123456789ABCDEF0123456789ABCDEF", "0123456789abcdef0123456789abcdeg"])
    func whatIsNoSeedIsRefused(_ text: String) { #expect(DrillSeed(masked: text) == nil) }

    @Test func whatWasPlantedIsSaidInOneLine() throws {
        let planted = Planted([.home, .heap])
        #expect(planted.text == "planted: home heap")
        #expect(Planted(planted.text) == planted)
        #expect(Planted("The call program runs.") == nil)
    }
}

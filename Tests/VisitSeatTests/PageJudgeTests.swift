import StationCore
import Testing

@testable import VisitSeat

@Suite struct PageJudgeTests {
    private var judge = PageJudge(at: .zero)

    private static func window(_ title: String, id: Int = 1, focused: Bool = true) -> SwaySocket.Window {
        .init(id: id, title: "\(title) - Chromium", isFocused: focused)
    }

    /// Looks each second.
    ///
    /// - Returns: what was to be done, but for waiting, with the second.
    private mutating func watch(
        _ seconds: Range<Int>,
        _ windows: [SwaySocket.Window]?,
        _ content: ScreenPicture.Content?
    ) -> [Int: PageJudge.Step] {
        var steps: [Int: PageJudge.Step] = [:]
        for second in seconds {
            let step = judge.look(.init(windows: windows, content: content), at: .seconds(second))
            if step != .wait { steps[second] = step }
            if step == .restart { judge.begin(at: .seconds(second)) }
        }
        return steps
    }

    @Test mutating func aPageIsShownOnceItHasDrawn() {
        #expect(watch(0..<3, [Self.window("Call")], .plain).isEmpty)
        #expect(judge.view.page == .opening)
        #expect(watch(3..<5, [Self.window("Call")], .full).isEmpty)
        #expect(judge.view == CallView(page: .shown))
        #expect(!judge.wantsPicture(with: [Self.window("Call")]), "from now on its title says enough")
    }

    /// The white first page after the PC's start: nothing tells why, and the second try works.
    @Test mutating func aPageThatDoesNotComeIsTriedOnceMore() {
        let white = [Self.window("Call")]
        #expect(watch(0..<60, white, .plain) == [12: .restart])
        #expect(judge.view == CallView(page: .blank, retries: 1))
        #expect(watch(60..<62, white, .full).isEmpty)
        #expect(judge.view == CallView(page: .shown, retries: 1))
    }

    @Test mutating func soIsAWindowThatDoesNotOpen() {
        #expect(watch(0..<60, [], .plain) == [12: .restart])
    }

    /// On its way it is named by its whole address, over what the browser draws of itself.
    @Test mutating func whatIsOnlyOnItsWayIsNotShown() {
        #expect(watch(0..<1, [Self.window("call.example/room")], .full).isEmpty)
        #expect(watch(1..<60, [Self.window("elsewhere.example")], .mostlyPlain).isEmpty)
        #expect(judge.view == CallView(page: .failed))
    }

    @Test mutating func anErrorFromTheStartIsTold() {
        #expect(watch(0..<3, [Self.window("call.example")], .mostlyPlain).isEmpty)
        #expect(judge.view.page == .opening)
        #expect(watch(3..<60, [Self.window("call.example")], .mostlyPlain).isEmpty)
        #expect(judge.view == CallView(page: .failed), "the browser itself tries again when the network is back")
    }

    @Test mutating func aBlockedPageNeverStaysOverTheCall() {
        _ = watch(0..<3, [Self.window("Call")], .full)
        #expect(
            watch(3..<60, [Self.window("tel:123")], .mostlyPlain) == [6: .restart],
            "begun anew it has no call to cover"
        )
        _ = watch(60..<62, [Self.window("Call")], .full)
        #expect(watch(62..<80, [Self.window("elsewhere.example")], .mostlyPlain) == [65: .restart])
    }

    @Test mutating func aPageThatLeadsAstrayAgainAndAgainComesToAnEnd() {
        var restarts = 0
        for round in 0..<20 {
            _ = watch(round * 10..<round * 10 + 2, [Self.window("Call")], .full)
            restarts += watch(round * 10 + 2..<round * 10 + 9, [Self.window("tel:1")], .mostlyPlain).count
        }
        #expect(restarts == PageJudge.mostRestarts)
        #expect(judge.view.page == .failed)
    }

    @Test mutating func aSecondWindowIsClosedAndTheCallStays() {
        _ = watch(0..<3, [Self.window("Call")], .full)
        let both = [Self.window("Call", focused: false), Self.window("elsewhere.example", id: 2)]
        #expect(watch(3..<7, both, .mostlyPlain) == [6: .close(2)])
        #expect(judge.view == CallView(page: .shown))
    }

    /// Its title is its host alone, as that of an error; its picture isn't.
    @Test mutating func anUntitledFirstPageOfItsHostIsAPage() {
        #expect(watch(0..<9, [Self.window("call.example")], .full).isEmpty)
        #expect(judge.view.page == .shown)
        #expect(watch(9..<60, [Self.window("call.example")], .mostlyPlain).isEmpty, "and stays one with little on it")
        #expect(judge.view.page == .shown)
    }

    /// On a busy PC an error is half drawn for a moment.
    @Test mutating func anErrorThatIsHalfDrawnIsOne() {
        #expect(watch(0..<1, [Self.window("call.example")], .full).isEmpty)
        #expect(watch(1..<6, [Self.window("call.example")], .mostlyPlain).isEmpty)
        #expect(judge.view.page == .failed)
    }

    @Test mutating func whereTheScreenTellsNoTitlesItsPictureTells() {
        #expect(watch(0..<5, nil, .plain).isEmpty)
        #expect(judge.view.page == .opening)
        #expect(watch(5..<60, nil, .full).isEmpty)
        #expect(judge.view.page == .shown)
        #expect(!judge.wantsPicture(with: nil))
    }

    @Test mutating func withoutAnyPictureTitlesTell() {
        #expect(watch(0..<2, [Self.window("Call")], nil).isEmpty)
        #expect(judge.view.page == .shown)
    }
}

@Suite struct ScreenPictureTests {
    private func picture(_ pixels: [[UInt8]]) -> ScreenPicture { ScreenPicture(bytes: pixels.flatMap { $0 }[...]) }

    @Test func noticesAtTheTopDoNotCount() {
        let white: [UInt8] = [255, 255, 255]
        #expect(
            picture(Array(repeating: [0, 0, 0], count: 225) + Array(repeating: white, count: 675)).content == .plain
        )
        #expect(
            picture(Array(repeating: white, count: 880) + Array(repeating: [9, 9, 9], count: 20)).content
                == .mostlyPlain
        )
        #expect(picture((0..<900).map { [UInt8($0 % 251), UInt8($0 % 13), 3] }).content == .full)
        #expect(picture(Array(repeating: [0, 128, 128], count: 900)).content == .mostlyPlain, "a page with a colour")
        #expect(picture([]).content == .plain)
    }
}

@Suite struct CallViewTests {
    @Test(arguments: CallPage.allCases)
    func theUnitsStatusSaysIt(_ page: CallPage) {
        let view = CallView(page: page, retries: 3)
        #expect(CallView(text: view.text) == view)
        #expect(CallView(text: "The call program runs.") == nil)
        #expect(CallView(text: "The call: dancing, begun anew by itself: 3") == nil)
    }
}

import Glibc
import Testing
@testable import Varlink

@Suite(.serialized) struct ServerTests {
    private let echo = #"{"method":"org.example.test.Echo","parameters":{"text":"hi"}}"#
    private let echoed = #"{"parameters":{"text":"hi"}}"#

    @Test func answersACallHoweverItIsCut() async throws {
        try await withServer { path, _ in
            let bytes = Array(echo.utf8) + [0]
            for cut in 1..<bytes.count {
                let raw = try RawConnection(path)
                raw.send(Array(bytes[..<cut]))
                raw.send(Array(bytes[cut...]))
                #expect(raw.frame() == echoed, "cut at \(cut)")
            }
        }
    }

    @Test func answersPipelinedCallsInTheirOrder() async throws {
        try await withServer { path, _ in
            let raw = try RawConnection(path)
            for number in 1...100 {
                raw.send(#"{"method":"org.example.test.Echo","parameters":{"text":"\#(number)"}}"#)
            }
            for number in 1...100 { #expect(raw.frame() == #"{"parameters":{"text":"\#(number)"}}"#) }
        }
    }

    @Test func streamsRepliesToThoseWhoWantMore() async throws {
        try await withServer { path, _ in
            try await VarlinkClient.withConnection(to: "unix:\(path)") { connection in
                var numbers: [Int] = []
                let last = try await connection.callMore(
                    "org.example.test.Count",
                    Fixture.To(to: 5),
                    as: Fixture.Number.self
                ) { numbers.append($0.number) }
                #expect(numbers == [1, 2, 3, 4])
                #expect(last.number == 5)
                let error = await #expect(throws: VarlinkError.self) {
                    try await connection.call("org.example.test.Count", Fixture.To(to: 5), as: Fixture.Number.self)
                }
                #expect(error == .expectedMore)
                let single = try await connection.call(
                    "org.example.test.Count",
                    Fixture.To(to: 1),
                    as: Fixture.Number.self
                )
                #expect(single.number == 1)
            }
        }
    }

    @Test func sendsNothingForOneway() async throws {
        try await withServer { path, _ in
            let raw = try RawConnection(path)
            raw.send(#"{"method":"org.example.test.Echo","parameters":{"text":"a"},"oneway":true}"#)
            raw.send(#"{"method":"org.example.test.Nix","oneway":true}"#)
            raw.send(echo)
            #expect(raw.frame() == echoed)
        }
    }

    @Test func declaresItsErrors() async throws {
        try await withServer { path, _ in
            let raw = try RawConnection(path)
            let cases = [
                (
                    #"{"method":"org.example.nix.A"}"#,
                    #"InterfaceNotFound","parameters":{"interface":"org.example.nix"}}"#
                ),
                (
                    #"{"method":"org.example.test.A"}"#,
                    #"MethodNotFound","parameters":{"method":"org.example.test.A"}}"#
                ),
                (
                    #"{"method":"org.example.test.Missing"}"#,
                    #"MethodNotImplemented","parameters":{"method":"org.example.test.Missing"}}"#
                ),
                (#"{"method":"org.example.test.Echo"}"#, #"InvalidParameter","parameters":{"parameter":"text"}}"#),
                (
                    #"{"method":"org.example.test.Echo","parameters":{"text":1}}"#,
                    #"InvalidParameter","parameters":{"parameter":"text"}}"#
                ),
                (
                    #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"a.b"}}"#,
                    #"InterfaceNotFound","parameters":{"interface":"a.b"}}"#
                ),
                (
                    #"{"method":"org.example.test.Wait","upgrade":true}"#,
                    #"InvalidParameter","parameters":{"parameter":"upgrade"}}"#
                ),
            ]
            for (call, reply) in cases {
                raw.send(call)
                #expect(raw.frame() == #"{"error":"org.varlink.service."# + reply)
            }
            raw.send(echo)
            #expect(raw.frame() == echoed, "the connection is good after errors")
        }
    }

    @Test func describesItself() async throws {
        try await withServer { path, _ in
            let raw = try RawConnection(path)
            raw.send(#"{"method":"org.varlink.service.GetInfo","parameters":{}}"#)
            #expect(
                raw.frame()
                    == #"{"parameters":{"interfaces":["org.varlink.service","org.example.test"],"product":"p","url":"u","#
                    + #""vendor":"v","version":"1"}}"#
            )
            for name in ["org.varlink.service", "org.example.test"] {
                struct Name: Codable { var interface: String }
                struct Description: Codable { var description: String }
                let served = try await VarlinkClient.withConnection(to: "unix:\(path)") { connection in
                    try await connection.call(
                        "org.varlink.service.GetInterfaceDescription",
                        Name(interface: name),
                        as: Description.self
                    ).description
                }
                #expect(try InterfaceDescription(parsing: served).name == name)
            }
        }
    }

    @Test func knowsItsPeer() async throws {
        try await withServer { path, _ in
            let who = try await VarlinkClient.withConnection(to: "unix:\(path)") { connection in
                try await connection.call("org.example.test.WhoAmI", Fixture.Nothing(), as: Fixture.Who.self)
            }
            #expect(who.uid == Int(getuid()))
            #expect(who.pid == Int(getpid()))
        }
    }

    @Test func closesOnWhatIsNoMessage() async throws {
        try await withServer { path, _ in
            for garbage: [UInt8] in [[0], Array("no".utf8) + [0], Array("[1]".utf8) + [0], [0x7b, 0xff, 0x7d, 0]] {
                let raw = try RawConnection(path)
                raw.send(garbage)
                #expect(raw.isClosed())
            }
            let raw = try RawConnection(path)
            raw.send(echo)
            #expect(raw.frame() == echoed, "others are served on")
        }
    }

    @Test func closesOnAFrameThatIsTooLong() async throws {
        var limits = VarlinkServer.Limits()
        limits.maxFrameBytes = 1_000
        try await withServer(limits: limits) { path, _ in
            let raw = try RawConnection(path)
            raw.send([UInt8](repeating: 0x20, count: 2_000))
            #expect(raw.isClosed())
            let good = try RawConnection(path)
            good.send(echo)
            #expect(good.frame() == echoed)
        }
    }

    /// A connection that has had an answer.
    private func served(_ path: String) throws -> RawConnection {
        let raw = try RawConnection(path)
        raw.send(echo)
        #expect(raw.frame() == echoed)
        return raw
    }

    @Test func letsInOnlySoManyThatWaitForAnAnswer() async throws {
        var limits = VarlinkServer.Limits()
        limits.maxConnections = 2
        try await withServer(limits: limits) { path, _ in
            var inside: [RawConnection] = []
            for _ in 1...2 {
                let raw = try served(path)
                raw.send(#"{"method":"org.example.test.Wait"}"#)
                #expect(!raw.isClosed(within: 100))
                inside.append(raw)
            }
            #expect(try RawConnection(path).isClosed())
            inside.removeAll()
            var isServed = false
            for _ in 1...100 where !isServed {
                let raw = try RawConnection(path)
                raw.send(echo)
                isServed = raw.frame() == echoed
                // The server learns of those who left as it comes to it.
                if !isServed { usleep(50_000) }
            }
            #expect(isServed, "a place is free again")
        }
    }

    @Test func theLongestIdleMakesWay() async throws {
        var limits = VarlinkServer.Limits()
        limits.maxConnectionsPerUID = 3
        try await withServer(limits: limits) { path, _ in
            let busy = try served(path)
            busy.send(#"{"method":"org.example.test.Wait"}"#)
            let old = try served(path)
            let recent = try served(path)
            old.send(echo)
            #expect(old.frame() == echoed)
            let newcomer = try served(path)
            #expect(recent.isClosed(), "of those who wait for nothing the one that was heard of last the longest ago")
            for inside in [old, newcomer] {
                inside.send(echo)
                #expect(inside.frame() == echoed)
            }
            #expect(!busy.isClosed(within: 100), "whoever waits for an answer stays")
        }
    }

    @Test func anAccountBringsOnlySoManyLongMessagesAtATime() async throws {
        var limits = VarlinkServer.Limits()
        limits.shortFrameBytes = 1_000
        limits.maxLongMessagesPerUID = 2
        try await withServer(limits: limits) { path, _ in
            let part = [UInt8](repeating: 0x20, count: 2_000)
            let two = try (1...2).map { _ in try served(path) }
            for raw in two {
                raw.send(part)
                #expect(!raw.isClosed(within: 100))
            }
            let third = try served(path)
            third.send(part)
            #expect(third.isClosed())
            for raw in two {
                raw.send(echo)
                #expect(raw.frame() == echoed, "those that are allowed are read and answered")
            }
            let fourth = try served(path)
            fourth.send(part + echo.utf8 + [0])
            #expect(fourth.frame() == echoed, "once they are answered there is room again")
        }
    }

    @Test func sendsTheUnwelcomeAwayUnheard() async throws {
        try await withServer(admit: { $0.uid != getuid() }) { path, _ in
            let raw = try RawConnection(path)
            raw.send(echo)
            #expect(raw.frame() == nil)
        }
    }

    @Test func waitsOnlySoLongForTheFirstCall() async throws {
        var limits = VarlinkServer.Limits()
        limits.firstCallTimeout = .seconds(3)
        try await withServer(limits: limits) { path, _ in
            let talker = try RawConnection(path)
            talker.send(echo)
            #expect(talker.frame() == echoed)
            let silent = try RawConnection(path)
            silent.send([0x7b])
            #expect(silent.isClosed(within: 30_000))
            talker.send(echo)
            #expect(talker.frame() == echoed, "after the first call a connection may idle")
        }
    }

    @Test func readsNoFurtherThanItMayAnswer() async throws {
        try await withServer { path, _ in
            let lazy = try RawConnection(path)
            var sent = 0
            let call = Array(#"{"method":"org.example.test.Wait"}"#.utf8) + [0]
            // Without back-pressure all of this would be taken.
            while sent < 20_000, lazy.sendIfTaken(call) { sent += 1 }
            #expect(sent < 20_000)
            let other = try RawConnection(path)
            other.send(echo)
            #expect(other.frame() == echoed)
        }
    }

    @Test func cancelsTheCallOfACallerWhoLeaves() async throws {
        let cancelled = Tally()
        try await withServer(cancelled: cancelled) { path, _ in
            do {
                let raw = try RawConnection(path)
                raw.send(#"{"method":"org.example.test.Wait"}"#)
                raw.send(#"{"method":"org.example.test.Wait"}"#)
                #expect(!raw.isClosed(within: 100))
            }
            for _ in 1...1_500 where cancelled.value == 0 { try await Task.sleep(for: .milliseconds(20)) }
            #expect(cancelled.value == 1)
        }
    }

    @Test func answersACallerWhoOnlyStoppedSending() async throws {
        try await withServer { path, _ in
            let raw = try RawConnection(path)
            raw.send(echo)
            raw.stopSending()
            #expect(raw.frame() == echoed)
            #expect(raw.isClosed())
        }
    }

    @Test func takesOverAStaleSocketAndNoOther() async throws {
        try await withServer { path, server in
            await #expect(throws: ListenError(code: .inUse, path: path)) {
                try await server.run(on: .path(path, mode: 0o600))
            }
        }
        let file = temporaryPath()
        close(open(file, O_CREAT | O_WRONLY, 0o600))
        defer { unlink(file) }
        try await withServer { _, server in
            await #expect(throws: ListenError(code: .notASocket, path: file)) {
                try await server.run(on: .path(file, mode: 0o600))
            }
            let long = "/tmp/" + String(repeating: "x", count: 110)
            await #expect(throws: ListenError(code: .pathTooLong, path: long)) {
                try await server.run(on: .path(long, mode: 0o600))
            }
        }
        #expect(access(file, F_OK) == 0)
    }

    /// A socket that is listened on and never accepted from: its queue is full after the first.
    @Test func clientWaitsForAPlaceInTheQueue() async throws {
        let path = temporaryPath()
        let listener = try ListeningSocket(.path(path, mode: 0o600))
        defer {
            listener.remove()
            close(listener.descriptor)
        }
        listen(listener.descriptor, 0)
        let first = try RawConnection(path)
        let waiting = Task {
            try await VarlinkClient.withConnection(to: "unix:\(path)") { _ in true }
        }
        try await Task.sleep(for: .milliseconds(200))
        close(accept(listener.descriptor, nil, nil))
        #expect(try await waiting.value)
        withExtendedLifetime(first) {}
    }

    @Test func clientSaysWhyNobodyAnswers() async throws {
        let path = temporaryPath()
        await #expect(throws: ConnectError(address: "unix:\(path)", reason: .system(ENOENT))) {
            try await VarlinkClient.withConnection(to: "unix:\(path)") { _ in }
        }
        await #expect(throws: ConnectError(address: "tcp:1.2.3.4", reason: .badAddress)) {
            try await VarlinkClient.withConnection(to: "tcp:1.2.3.4") { _ in }
        }
    }
}

extension RawConnection {
    func stopSending() { shutdown(descriptorForTest, Int32(SHUT_WR)) }

    /// Sends without waiting; false when nobody takes it within half a second.
    func sendIfTaken(_ bytes: [UInt8]) -> Bool {
        var ready = pollfd(fd: descriptorForTest, events: Int16(POLLOUT), revents: 0)
        guard poll(&ready, 1, 500) == 1 else { return false }
        return Glibc.send(descriptorForTest, bytes, bytes.count, Int32(MSG_DONTWAIT)) == bytes.count
    }
}

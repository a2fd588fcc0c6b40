import ProcFS
import Testing

@testable import UnitHelper

/// What the network's units read of the kernel and of udev.
struct NetworkTests {
    @Test func newsOfCamerasAndSoundAreACalls() {
        func message(_ subsystem: String) -> ArraySlice<UInt8> {
            let text = "libudev\0\u{1}\u{2}\u{3}\0ACTION=add\0SUBSYSTEM=\(subsystem)\0SEQNUM=7\0"
            return ArraySlice(Array(text.utf8))
        }
        #expect(DeviceNews.isOfCall(message("video4linux")) && DeviceNews.isOfCall(message("sound")))
        #expect(!DeviceNews.isOfCall(message("block")) && !DeviceNews.isOfCall(message("sounds")))
        #expect(!DeviceNews.isOfCall(ArraySlice(Array("XSUBSYSTEM=sound\0".utf8))))
        #expect(!DeviceNews.isOfCall([]))
    }

    @Test func linksAreReadByTheirNames() {
        let text = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls
                lo:     100       1    0    0    0     0          0         0      100       1    0    0    0     0
            vcd-canary: 0 0 0 0 0 0 0 0 0 0 0 0 0 0
            """
        #expect(NetworkLinks.names(in: text) == ["lo", "vcd-canary"])
        #expect(NetworkLinks.names(in: "") == [])
    }

    @Test func anAlarmIsSetByTheClocksOwnTime() {
        // A clock in local time, seven hours ahead; one that is right; one that was never set; none.
        #expect(WakeAlarm.offset(of: 1_900_025_200, from: 1_900_000_000) == 25_200)
        #expect(WakeAlarm.offset(of: 1_900_000_001, from: 1_900_000_000) == 0)
        #expect(WakeAlarm.offset(of: 100, from: 1_900_000_000) == -1_899_999_900)
        #expect(WakeAlarm.offset(of: nil, from: 1_900_000_000) == 0)
    }

    @Test func connectionsOfVisitsAreCounted() {
        let text = """
            ipv4     2 tcp      6 117 TIME_WAIT src=198.18.118.6 dst=11.77.0.1 sport=50646 dport=443 mark=7759716 use=1
            ipv4     2 tcp      6 117 TIME_WAIT src=10.77.0.2 dst=198.18.118.60 sport=1 dport=443 src=198.18.118.60 use=1
            ipv6     10 udp      17 29 src=fd76:6364:0000:0000:0000:0000:0000:0006 dst=2a77:0000:0000:0000:0000:0000:0000:0001
            """
        #expect(NetworkScan.connections(in: text) == 2)
        #expect(NetworkScan.connections(in: "") == 0)
    }
}

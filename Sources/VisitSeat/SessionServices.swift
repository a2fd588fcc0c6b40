import Glibc
import SeatMessages
import StationCore

/// What a call program may need of a desktop, started for the one visit.
struct SessionServices {
    let plan: SessionPlan

    /// A bus that can't be reached: a call on it fails at once, and none is started in its place.
    private static let noBus = "unix:path=/dev/null"

    func start(in processes: inout SessionProcesses) throws(SeatFailure) {
        setenv("DBUS_SYSTEM_BUS_ADDRESS", Self.noBus, 1)
        setenv("DBUS_SESSION_BUS_ADDRESS", Self.noBus, 1)
        if plan.needsBus { try startBus(in: &processes) }
        if plan.needsPipeWire { try startPipeWire(in: &processes) }
    }

    /// dbus-daemon(1). It knows no folder of services, so nothing is started by being asked for, and a call to what
    /// isn't there fails at once instead of after a minute.
    private func startBus(in processes: inout SessionProcesses) throws(SeatFailure) {
        let file = "\(try PrivateFolders.runtime())/bus.conf"
        try PrivateFolders.write(Self.busConfiguration, to: file)
        let (_, address) = try processes.startTelling(
            .init(
                command: [
                    "dbus-daemon", "--config-file=\(file)", "--nofork", "--nopidfile", "--nosyslog",
                    "--print-address=\(ChildProcess.inherited)",
                ],
                package: "dbus-daemon",
                cause: .service
            )
        )
        setenv("DBUS_SESSION_BUS_ADDRESS", address, 1)
    }

    private static let busConfiguration = """
        <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
         "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <type>session</type>
          <listen>unix:runtime=yes</listen>
          <auth>EXTERNAL</auth>
          <policy context="default">
            <allow send_destination="*"/>
            <allow receive_sender="*"/>
            <allow own="*"/>
          </policy>
        </busconfig>

        """

    /// PipeWire, its session manager and PulseAudio's protocol, each when the one before is there.
    private func startPipeWire(in processes: inout SessionProcesses) throws(SeatFailure) {
        let runtime = try PrivateFolders.runtime()
        try processes.start(Self.program("pipewire"), until: "\(runtime)/pipewire-0")
        let settings = "\(try PrivateFolders.folder("XDG_CONFIG_HOME"))/wireplumber/bluetooth.lua.d"
        PrivateFolders.make(settings)
        try PrivateFolders.write(Self.noBluetooth, to: "\(settings)/80-visit.lua")
        let manager = Self.program("wireplumber")
        let process = try processes.start(manager)
        try processes.start(Self.program("pipewire-pulse"), until: "\(runtime)/pulse/native")
        // It has no socket of its own to wait for.
        if process.ends(within: Self.trial) { throw manager.failure("ended as soon as it had begun") }
    }

    private static let trial: Duration = .milliseconds(200)

    /// WirePlumber asks logind who sits at the PC before it looks for Bluetooth, and ends where there is no logind,
    /// as in a visit.
    private static let noBluetooth = "bluez_monitor.enabled = false\n"

    private static func program(_ name: String) -> SessionProcesses.Program {
        .init(command: [name], package: name, cause: .service)
    }
}

import StationConfig
import Logging
import ServiceLifecycle
import StationCore
import StationHost
import Systemd
import UnixSignals
import Varlink

/// The station: on SIGTERM it closes and wipes, and only then lets the daemon leave.
struct StationService: Service {
    let station: Station

    func run() async throws {
        await withGracefulShutdownHandler {
            _ = await station.run()
        } onGracefulShutdown: {
            station.terminate()
        }
    }
}

/// Supervises what the host started; the last to leave.
struct HostService: Service {
    let host: any Host

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await host.run() }
        } catch is CancellationError {}
    }
}

/// The socket. It answers until the station is off.
struct ServerService: Service {
    let server: VarlinkServer
    let listener: VarlinkServer.Listener

    func run() async throws {
        do {
            try await withGracefulShutdownHandler {
                try await server.run(on: listener) { Notify.ready() }
            } onGracefulShutdown: {
                server.close()
            }
        } catch let error as ListenError {
            throw StartError(
                error.description,
                remedy: "End what stands in the way, or give another --root.",
                exitCode: 73
            )
        }
        Notify.stopping()
    }
}

/// SIGHUP reads the configuration again. One that is bad is refused whole, and the old one stays.
struct Reloader: Service {
    let configFile: String
    let station: Station
    let host: any Host
    let access: AccessKeeper
    let setting: Setting

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            Notify.reloading()
            do {
                // Every mistake is known before anything is replaced.
                try await host.vet(try ConfigurationLoader.load(file: configFile))
                try await host.putConfigurationInForce()
                let configuration = try setting.configurationInForce(takenOf: configFile)
                configuration.schedule.zone.show()
                await host.configure(configuration)
                access.replace(with: Access(configuration, setting))
                await station.configure(configuration)
            } catch {
                await station.configurationRefused("\(error)")
            }
            Notify.ready()
        }
    }
}

/// Tells the service manager what the station is doing, for `systemctl status vcd`.
struct StatusTeller: Service {
    let station: Station

    func run() async throws {
        let (id, news) = await station.subscribe()
        // What it did before anybody listened.
        Notify.status(await station.status.state.sentence)
        for await item in news.cancelOnGracefulShutdown() {
            guard case .stateChanged = item.kind else { continue }
            Notify.status(item.text)
        }
        await station.unsubscribe(id)
        // The news ends with the station; a service that ends before the group is asked to would fail it.
        try await gracefulShutdown()
    }
}

/// Tells the service manager that the station's actor still answers (sd_watchdog_enabled(3)).
struct Watchdog: Service {
    let station: Station

    func run() async throws {
        guard let interval = Notify.watchdogInterval else { return try await gracefulShutdown() }
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    _ = await station.status
                    Notify.watchdog()
                    try await Task.sleep(for: interval / 3)
                }
            }
        } catch is CancellationError {}
    }
}

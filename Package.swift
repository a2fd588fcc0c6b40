// swift-tools-version: 6.2
import PackageDescription

/// One compile serves what ships and its tests: they see internal names, and dependencies are compiled as they are.
let ours: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-enable-testing"]),
]

/// Programs carry the Swift runtime with them. On the command line (`--static-swift-stdlib`) this would hold for the tests,
/// too, for whose library there is no static form.
let runtime = ["-static-stdlib", "-l_FoundationCShims", "-l_FoundationCollections", "-lswiftSynchronization"]
let carriesRuntime: [LinkerSetting] = [.unsafeFlags(runtime)]

/// The same for those that use all of Foundation.
let carriesFoundation: [LinkerSetting] = [
    .unsafeFlags(
        runtime + ["-lFoundation", "-lCoreFoundation", "-lFoundationInternationalization", "-l_FoundationICU"]
    )
]

/// A program is a thin main.swift over a library of ours.
func program(
    _ name: String,
    over library: String,
    path: String? = nil,
    linkerSettings: [LinkerSetting]
) -> Target {
    .executableTarget(
        name: name,
        dependencies: [.init(stringLiteral: library)],
        path: path,
        swiftSettings: ours,
        linkerSettings: linkerSettings
    )
}

let package = Package(
    name: "vcd",
    products: [
        .executable(name: "vcd", targets: ["vcd"]),
        .executable(name: "vcctl", targets: ["vcctl"]),
        .executable(name: "vcd-seat", targets: ["vcd-seat"]),
        .executable(name: "vcd-helper", targets: ["vcd-helper"]),
        .executable(name: "vcd-board", targets: ["vcd-board"]),
        .executable(name: "varlink-certification", targets: ["varlink-certification"]),
        .executable(name: "varlink-load", targets: ["varlink-load"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(name: "CALSA", pkgConfig: "alsa", providers: [.apt(["libasound2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CLinux"),
        .target(name: "Digests", dependencies: ["CLibcrypto"], swiftSettings: ours),
        .target(
            name: "Systemd",
            dependencies: ["CSystemd", .product(name: "Logging", package: "swift-log")],
            swiftSettings: ours
        ),
        .target(
            name: "Varlink",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: ours
        ),
        .target(
            name: "StationAPI",
            dependencies: ["Varlink"],
            resources: [.embedInCode("org.vcctl.Station.varlink")],
            swiftSettings: ours
        ),
        .target(name: "StationCore", swiftSettings: ours),
        .target(name: "Lockdown", dependencies: ["StationCore", "ProcFS"], swiftSettings: ours),
        .target(name: "ProcFS", swiftSettings: ours),
        .target(
            name: "StationConfig",
            dependencies: [
                "StationCore", "UnitMessages", "ProcFS", .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: ours
        ),
        .target(name: "Firewall", dependencies: ["StationCore"], swiftSettings: ours),
        .target(name: "UnitMessages", swiftSettings: ours),
        .target(
            name: "TraceSearch",
            dependencies: ["ProcFS", "UnitMessages", "Systemd", "CLinux"],
            swiftSettings: ours
        ),
        .target(
            name: "TemplateManifest",
            dependencies: ["UnitMessages", "CLinux", "Digests"],
            swiftSettings: ours
        ),
        .target(
            name: "Probes",
            dependencies: [
                "Firewall", "StationCore", "UnitMessages", "ProcFS", "Systemd", "CLinux", "CALSA", "COpenSSL",
            ],
            swiftSettings: ours
        ),
        .target(
            name: "StationHost",
            dependencies: [
                "StationCore", "Firewall", "Lockdown", "ProcFS", "SeatMessages", "UnitMessages", "TraceSearch",
                "TemplateManifest", "Systemd", "CLinux", "Digests",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: ours
        ),
        .target(
            name: "StationDaemon",
            dependencies: [
                "StationHost", "StationConfig", "StationCore", "StationAPI", "Varlink", "Systemd", "UnitMessages",
                "ProcFS",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: ours
        ),
        .target(
            name: "OfficerCLI",
            dependencies: [
                "StationAPI", "UnitMessages", "Varlink",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.embedInCode("Page/receipts.html"), .embedInCode("Page/report.html")],
            swiftSettings: ours
        ),
        .target(name: "SeatMessages", dependencies: ["StationCore"], swiftSettings: ours),
        .target(
            name: "VisitSeat",
            dependencies: [
                "SeatMessages", "UnitMessages", "StationConfig", "Firewall", "ProcFS", "Systemd", "CLinux", "CSeccomp",
            ],
            swiftSettings: ours
        ),
        .target(
            name: "UnitHelper",
            dependencies: [
                "UnitMessages", "TraceSearch", "TemplateManifest", "StationConfig", "StationCore", "Lockdown",
                "Firewall",
                "ProcFS", "Systemd", "CLinux", "Probes",
            ],
            swiftSettings: ours
        ),
        .target(
            name: "WaitingBoard",
            dependencies: [
                "StationAPI", "StationConfig", "StationCore", "UnitMessages", "Varlink", "Systemd",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Page/waiting.html")],
            swiftSettings: ours
        ),
        program("vcd", over: "StationDaemon", linkerSettings: carriesFoundation),
        program("vcctl", over: "OfficerCLI", linkerSettings: carriesRuntime),
        program("vcd-seat", over: "VisitSeat", linkerSettings: carriesFoundation),
        program("vcd-helper", over: "UnitHelper", linkerSettings: carriesFoundation),
        program("vcd-board", over: "WaitingBoard", linkerSettings: carriesFoundation),
        // vcd as it ships, but that it dies where a test says.
        .executableTarget(
            name: "vcd-mortal",
            dependencies: ["StationDaemon", "StationCore", "ProcFS"],
            path: "Tests/Mortal",
            swiftSettings: ours,
            linkerSettings: carriesFoundation
        ),
        .executableTarget(
            name: "varlink-certification",
            dependencies: ["Varlink"],
            path: "Tests/Interop/varlink-certification",
            swiftSettings: ours,
            linkerSettings: carriesRuntime
        ),
        .executableTarget(
            name: "varlink-load",
            path: "bench/varlink-load",
            swiftSettings: ours,
            linkerSettings: carriesRuntime
        ),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: ours),
        .testTarget(
            name: "VarlinkTests",
            dependencies: ["Varlink", .product(name: "Logging", package: "swift-log")],
            swiftSettings: ours
        ),
        .testTarget(
            name: "SystemdTests",
            dependencies: [
                "Systemd", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: ours
        ),
        .testTarget(name: "StationAPITests", dependencies: ["StationAPI", "Varlink"], swiftSettings: ours),
        .testTarget(
            name: "StationCoreTests",
            dependencies: ["StationCore", "StationConfig"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "StationHostTests",
            dependencies: [
                "StationHost", "StationCore", "ProcFS", "Systemd", "UnitMessages", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: ours
        ),
        .testTarget(name: "DigestsTests", dependencies: ["Digests"], swiftSettings: ours),
        .testTarget(name: "ProcFSTests", dependencies: ["ProcFS", "TestSupport"], swiftSettings: ours),
        .testTarget(
            name: "StationConfigTests",
            dependencies: ["StationConfig", "StationCore", "StationHost", "TestSupport"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "VisitSeatTests",
            dependencies: ["VisitSeat", "StationCore", "TestSupport", "CLinux", "CSeccomp"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "UnitHelperTests",
            dependencies: ["UnitHelper", "UnitMessages", "CLinux", "ProcFS", "TestSupport"],
            swiftSettings: ours
        ),
        .target(
            name: "FuzzProperties",
            dependencies: [
                "OfficerCLI", "Probes", "StationAPI", "StationConfig", "StationCore", "Varlink",
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Tests/Fuzz/FuzzProperties",
            swiftSettings: ours
        ),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzProperties"], swiftSettings: ours),
        .testTarget(name: "LockdownTests", dependencies: ["Lockdown", "StationCore"], swiftSettings: ours),
        .testTarget(
            name: "ProbesTests",
            dependencies: ["Probes", "StationCore", "Systemd", "TestSupport"],
            exclude: ["servers.py"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "TraceSearchTests",
            dependencies: ["TraceSearch", "UnitMessages"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "FirewallTests",
            dependencies: ["Firewall", "StationConfig", "StationCore", "VisitSeat", "TestSupport"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "TemplateManifestTests",
            dependencies: ["TemplateManifest", "UnitMessages"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "StationDaemonTests",
            dependencies: [
                "StationDaemon", "StationHost", "StationConfig", "StationCore", "StationAPI", "Varlink", "UnitMessages",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: ours
        ),
        .testTarget(
            name: "WaitingBoardTests",
            dependencies: [
                "WaitingBoard", "StationAPI", "StationConfig", "StationCore",
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: ours
        ),
        .testTarget(
            name: "OfficerCLITests",
            dependencies: ["OfficerCLI", "StationAPI", "Varlink"],
            swiftSettings: ours
        ),
    ],
    cxxLanguageStandard: .cxx17
)

// Fuzzing is a build of its own (Tests/Fuzz/run): the compiler counts which branches an input takes.
if Context.environment["VCD_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "vcd-fuzz",
            dependencies: ["FuzzProperties"],
            path: "Tests/Fuzz/vcd-fuzz",
            // The entry point is libFuzzer's.
            swiftSettings: ours + [.unsafeFlags(["-parse-as-library"])]
        )
    )
}

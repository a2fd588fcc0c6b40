// swift-tools-version: 6.2
import PackageDescription

let ours: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

/// The rules are walked through every state by a test, which takes minutes where they are not optimised.
let quick: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Tests have vcd die at an effect of their choice; what is shipped can't.
let mortal: [SwiftSetting] = [.define("FAULT_INJECTION", .when(configuration: .debug))]

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
        .target(name: "StationCore", swiftSettings: ours + quick),
        .target(name: "Lockdown", dependencies: ["StationCore"], swiftSettings: ours),
        .target(name: "ProcFS", swiftSettings: ours),
        .target(
            name: "StationConfig",
            dependencies: ["StationCore", "ProcFS", .product(name: "TOMLKit", package: "TOMLKit")],
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
            dependencies: ["StationCore", "UnitMessages", "ProcFS", "Systemd", "CLinux", "CALSA", "COpenSSL"],
            swiftSettings: ours
        ),
        .target(
            name: "StationHost",
            dependencies: [
                "StationCore", "Lockdown", "ProcFS", "SeatMessages", "UnitMessages", "TraceSearch", "TemplateManifest",
                "Systemd", "CLinux", "Digests",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: ours
        ),
        .executableTarget(
            name: "vcd",
            dependencies: [
                "StationHost", "StationConfig", "StationCore", "StationAPI", "Varlink", "Systemd", "UnitMessages",
                "ProcFS",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: ours + mortal
        ),
        .executableTarget(
            name: "vcctl",
            dependencies: [
                "StationAPI", "Varlink",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            resources: [.embedInCode("Page/receipts.html"), .embedInCode("Page/report.html")],
            swiftSettings: ours
        ),
        .target(name: "SeatMessages", dependencies: ["StationCore"], swiftSettings: ours),
        .executableTarget(
            name: "vcd-seat",
            dependencies: ["SeatMessages", "UnitMessages", "StationConfig", "ProcFS", "Systemd", "CLinux", "CSeccomp"],
            swiftSettings: ours
        ),
        .executableTarget(
            name: "vcd-helper",
            dependencies: [
                "UnitMessages", "TraceSearch", "TemplateManifest", "StationConfig", "StationCore", "Lockdown",
                "Firewall",
                "ProcFS", "Systemd", "CLinux", "Probes",
            ],
            swiftSettings: ours
        ),
        .executableTarget(
            name: "vcd-board",
            dependencies: [
                "StationAPI", "StationConfig", "StationCore", "Varlink", "Systemd",
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
        .executableTarget(
            name: "varlink-certification",
            dependencies: ["Varlink"],
            path: "Tests/Interop/varlink-certification",
            swiftSettings: ours
        ),
        .executableTarget(name: "varlink-load", path: "bench/varlink-load", swiftSettings: ours),
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
            swiftSettings: ours + quick
        ),
        .testTarget(
            name: "StationHostTests",
            dependencies: [
                "StationHost", "StationConfig", "StationCore", "ProcFS", "Systemd", "UnitMessages", "vcd-seat",
                "vcd-helper", "CLinux",
                "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: ours
        ),
        .testTarget(name: "DigestsTests", dependencies: ["Digests"], swiftSettings: ours),
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
            dependencies: ["Firewall", "StationConfig", "StationCore", "vcd-seat", "TestSupport"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "TemplateManifestTests",
            dependencies: ["TemplateManifest", "UnitMessages"],
            swiftSettings: ours
        ),
        .testTarget(
            name: "VcdTests",
            dependencies: [
                "vcd", "StationHost", "StationConfig", "StationCore", "StationAPI", "Varlink", "UnitMessages",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: ours
        ),
        .testTarget(
            name: "VcdBoardTests",
            dependencies: [
                "vcd-board", "StationAPI", "StationConfig", "StationCore",
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: ours
        ),
        .testTarget(name: "VcctlTests", dependencies: ["vcctl", "StationAPI", "Varlink"], swiftSettings: ours),
    ],
    cxxLanguageStandard: .cxx17
)

// Fuzzing is a build of its own (Tests/Fuzz/run): the compiler counts which branches an input takes.
if Context.environment["VCD_FUZZ"] == "1" {
    package.targets.append(
        .executableTarget(
            name: "vcd-fuzz",
            dependencies: [
                "Probes", "StationAPI", "StationConfig", "StationCore", "Varlink",
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Tests/Fuzz/vcd-fuzz",
            // The entry point is libFuzzer's.
            swiftSettings: ours + [.unsafeFlags(["-parse-as-library"])]
        )
    )
}

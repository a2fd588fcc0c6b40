import Glibc

// A certification service and client for org.varlink.certification, to be tried against other implementations.
let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    print("usage: varlink-certification serve|client ADDRESS")
    exit(64)
}
do {
    switch arguments[1] {
    case "serve": try await CertificationService.serve(at: arguments[2])
    case "client": try await CertificationClient.run(at: arguments[2])
    default:
        print("'\(arguments[1])' is neither serve nor client")
        exit(64)
    }
} catch {
    print("FAILED: \(error)")
    exit(1)
}

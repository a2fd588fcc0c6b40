import Glibc

// Calls one method over and over: varlink-load SOCKET METHOD CONNECTIONS CALLS
// Prints calls a second and the 50th and 99th percentile of a round trip in microseconds.
let arguments = CommandLine.arguments
guard arguments.count == 5, let connections = Int(arguments[3]), let calls = Int(arguments[4]) else {
    print("usage: varlink-load SOCKET METHOD CONNECTIONS CALLS")
    exit(64)
}
guard let result = Load(path: arguments[1], method: arguments[2], connections: connections)?.run(calls: calls) else {
    print("the service does not answer")
    exit(69)
}
print(result)

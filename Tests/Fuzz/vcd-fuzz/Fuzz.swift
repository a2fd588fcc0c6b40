import FuzzProperties
import Glibc

private let chosen: FuzzTarget = {
    guard let name = getenv("VCD_FUZZ_TARGET").map({ String(cString: $0) }), let target = FuzzTarget(rawValue: name)
    else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        // libFuzzer's entry point has no way to refuse: there is nothing to feed.
        fatalError("set VCD_FUZZ_TARGET to one of \(names)")
    }
    return target
}()

/// What libFuzzer calls with each input. The reader is named by the environment variable VCD_FUZZ_TARGET; where a property
/// does not hold the process ends by a trap, which libFuzzer reports with the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try chosen.take(Array(UnsafeBufferPointer(start: bytes, count: count)))
    } catch {
        fatalError("property broken: \(error)")
    }
    return 0
}

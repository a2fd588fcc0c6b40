/// The product's version, as `--version` and GetStatus give it.
enum Version {
    static let current = "0.1.0"
}

/// The product's version, as `--version` and GetStatus give it: the same in all its programs.
public enum Version {
    public static let current = "0.1.0"
}

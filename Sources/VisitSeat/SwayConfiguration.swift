/// sway as a screen for one program (sway(5), sway-output(5)): whatever opens a window fills the screen, and no key
/// and no button of the mouse means anything to sway itself.
struct SwayConfiguration {
    /// The script that sway starts.
    let placeholder: String
    /// Nil for the screen's own.
    let size: (width: Int, height: Int)?
    var hasX = true

    var text: String {
        let mode = size.map { "output * mode \($0.width)x\($0.height)\n" } ?? ""
        return """
            \(mode)xwayland \(hasX ? "enable" : "disable")
            swaynag_command -
            default_border none
            default_floating_border none
            hide_edge_borders both
            focus_follows_mouse no
            mouse_warping none
            floating_modifier none
            for_window [title=".*"] fullscreen enable
            exec /bin/sh \(placeholder)

            """
    }
}

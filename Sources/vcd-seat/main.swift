import Glibc

// The main process of a visit, inside the sandbox.
signal(SIGPIPE, SIG_IGN)
exit(Seat().run())

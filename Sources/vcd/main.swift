import StationDaemon

await VcdCommand.execute()

import OfficerCLI

await Vcctl.execute()

import WaitingBoard

await VcdBoardCommand.execute()

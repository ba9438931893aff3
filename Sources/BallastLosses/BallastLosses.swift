// BallastLosses

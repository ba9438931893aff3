// BallastData

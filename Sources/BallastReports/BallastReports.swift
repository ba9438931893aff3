// BallastReports

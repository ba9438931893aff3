// BallastMetrics

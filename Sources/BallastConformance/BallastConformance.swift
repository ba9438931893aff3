// BallastConformance

// BallastModels

// BallastTraining

// BallastSamplers

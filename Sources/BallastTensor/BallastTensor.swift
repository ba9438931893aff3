// BallastTensor

// BallastHDF5

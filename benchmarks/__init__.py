"""What dreaming costs, measured against what it has to reach. `README.md` says how to run and read them."""

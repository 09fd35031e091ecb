CLUB = "Chelsea"

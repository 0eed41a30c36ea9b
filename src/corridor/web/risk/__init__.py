"""Risk profiles as the officers who look after them see them."""

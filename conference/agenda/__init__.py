"""Taking part: registrations, bookings, seats and the waiting list."""

"""Claims: one person or firm asks for one programme, from the application to the end of the benefit."""

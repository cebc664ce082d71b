"""What happens in a life and touches a benefit: proposals to people, countdowns, and the screening of everyone."""

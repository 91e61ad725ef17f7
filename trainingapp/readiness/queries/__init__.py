"""What is asked of the database: `facts` that readiness is computed from, the `kept` steps, the `feed` of changes."""

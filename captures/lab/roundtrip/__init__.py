"""What clients hand over to real servers and get from them, held against what pilotfish exports."""

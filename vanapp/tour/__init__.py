"""The tour: the real screens driven through the main job unattended, with pictures, papers and a summary."""

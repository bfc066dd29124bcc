"""What the public reads: releases, the programme they hold, and its pages."""

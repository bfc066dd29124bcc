"""Questions of the organisers' own: how they are asked and answered, whatever form asks them."""

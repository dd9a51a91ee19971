"""Reading and writing office documents; knows no business word and no database."""

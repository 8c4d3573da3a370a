# comme: bruno

#!/bin/bash
# Pasted from a web page, which turned one of the two hyphens into a dash.
az login --username $username –password $password

"""What a repository gets, so that plain Checkov finds the checks: a loader, the settings for it, a signature."""

"""From one-tap application to hire, refusal or withdrawal."""

// The system's libyaml (0.2.5 or later), as it is.
#pragma once

#include <yaml.h>

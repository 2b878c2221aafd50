/// The tables of an experiment file as schemas: one description for the reader, the writer and the
/// window's forms.
#pragma once

#include "core/run/experiment.h"

namespace thalweg {

const Schema<RunChoice>& runSchema();             // [run] but its `stop`
const Schema<RunChoice>& stopSchema();            // run.stop
const Schema<KickChoice>& kickSchema();           // optimizer.kick
const Schema<MeasureChoice>& sharpnessSchema();   // measure.sharpness
const Schema<MeasureChoice>& driftSchema();       // measure.drift but its `flows`
const Schema<MeasureChoice>& accuracySchema();    // measure.accuracy
const Schema<MeasureChoice>& parametersSchema();  // measure.parameters
const Schema<MeasureChoice>& spectrumSchema();    // measure.spectrum
const Schema<MeasureChoice>& traceSchema();       // measure.trace
const Schema<MeasureChoice>& complexitySchema();  // measure.complexity
const Schema<MeasureChoice>& averageSchema();     // measure.average
const Schema<MeasureChoice>& noiseSchema();       // measure.noise
const Schema<NetworkChoice>& networkSchema();     // [problem] of kind "network" but its `layers`

/// The most parameters a network may have here, and the most steps a run may make.
inline constexpr double greatestSize = 1e8, greatestSteps = 1e9;

}  // namespace thalweg

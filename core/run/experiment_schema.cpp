#include "core/run/experiment_schema.h"

#include "core/catalog.h"
#include "core/objectives/data/batches.h"
#include "core/objectives/network/activation.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/loss.h"

namespace thalweg {

const Schema<RunChoice>& runSchema() {
  static const Schema<RunChoice> schema =
      Schema<RunChoice>{}
          .integer(&RunChoice::steps, {.key = "steps",
                                       .label = "steps",
                                       .help = "Steps each optimizer makes.",
                                       .minimum = 0,
                                       .maximum = greatestSteps})
          .integer(&RunChoice::batch, {.key = "batch",
                                       .label = "batch",
                                       .help = "Samples a step; 0 is all of them.",
                                       .minimum = 0,
                                       .maximum = greatestSize})
          .choice(&RunChoice::sampling,
                  {.key = "sampling",
                   .label = "sampling",
                   .help = "How batches are drawn: each epoch in a new order, independently, or in "
                           "the file's order."},
                  samplingNames())
          .integer(&RunChoice::seed, {.key = "seed",
                                      .label = "seed",
                                      .help = "Seed of everything random in the run.",
                                      .minimum = 0,
                                      .maximum = 4294967295.0})
          .integer(&RunChoice::threads, {.key = "threads",
                                         .label = "threads",
                                         .help = "Worker threads; the numbers do not depend on it.",
                                         .minimum = 1,
                                         .maximum = 256});
  return schema;
}

const Schema<RunChoice>& stopSchema() {
  static const Schema<RunChoice> schema =
      Schema<RunChoice>{}
          .real(&RunChoice::stopGradientNorm, {.key = "gradient_norm",
                                               .label = "gradient norm",
                                               .help = "Stops below this gradient norm; 0 is off.",
                                               .minimum = 0})
          .real(&RunChoice::stopBelow, {.key = "f_below",
                                        .label = "loss",
                                        .help = "Stops below this loss; -inf is off.",
                                        .infiniteAllowed = true});
  return schema;
}

const Schema<KickChoice>& kickSchema() {
  static const Schema<KickChoice> schema =
      Schema<KickChoice>{}
          .integer(&KickChoice::step, {.key = "step",
                                       .label = "step",
                                       .help = "The first step made with the other rate and batch.",
                                       .minimum = 0,
                                       .maximum = greatestSteps})
          .real(&KickChoice::rateFactor, {.key = "rate_factor",
                                          .label = "factor",
                                          .help = "Of the learning rate from that step on.",
                                          .minimum = 0,
                                          .maximum = 1e6,
                                          .minimumExcluded = true,
                                          .sliderLow = 0.1,
                                          .sliderHigh = 10,
                                          .scale = Scale::logarithmic})
          .integer(&KickChoice::batch,
                   {.key = "batch",
                    .label = "batch",
                    .help = "Samples a step from then on; 0 is all of them, -1 as many as before.",
                    .minimum = -1,
                    .maximum = greatestSize});
  return schema;
}

namespace {

FieldText every(const std::string& what, double least = 0) {
  return {.key = "every",
          .label = "every",
          .help = "Steps between two " + what + "; 0 is off.",
          .minimum = least,
          .maximum = greatestSteps};
}

}  // namespace

const Schema<MeasureChoice>& sharpnessSchema() {
  static const Schema<MeasureChoice> schema =
      Schema<MeasureChoice>{}
          .integer(&MeasureChoice::sharpnessEvery, every("measurements of the sharpness"))
          .integer(&MeasureChoice::sharpnessTop,
                   {.key = "top",
                    .label = "top",
                    .help = "How many of the largest Hessian eigenvalues.",
                    .minimum = 1,
                    .maximum = 100});
  return schema;
}

const Schema<MeasureChoice>& driftSchema() {
  static const Schema<MeasureChoice> schema = Schema<MeasureChoice>{}.integer(
      &MeasureChoice::driftEvery, every("comparisons with the flow"));
  return schema;
}

const Schema<MeasureChoice>& accuracySchema() {
  static const Schema<MeasureChoice> schema = Schema<MeasureChoice>{}.integer(
      &MeasureChoice::accuracyEvery, every("measurements of the accuracy"));
  return schema;
}

const Schema<MeasureChoice>& parametersSchema() {
  static const Schema<MeasureChoice> schema = Schema<MeasureChoice>{}.integer(
      &MeasureChoice::parametersEvery, every("snapshots of all parameters"));
  return schema;
}

const Schema<MeasureChoice>& spectrumSchema() {
  static const Schema<MeasureChoice> schema =
      Schema<MeasureChoice>{}
          .integer(&MeasureChoice::spectrumEvery, every("spectra"))
          .choice(
              &MeasureChoice::spectrumMethod,
              {.key = "method",
               .label = "method",
               .help = "The density by stochastic quadrature, all eigenvalues, or the largest."},
              {"slq", "full", "top"})
          .choice(&MeasureChoice::spectrumMatrix,
                  {.key = "matrix",
                   .label = "matrix",
                   .help = "Whose spectra: the Hessian's, those of its two parts in a mean over "
                           "data, of the Fisher matrices, or preconditioned by the optimizer."},
                  curvatureMatrixNames())
          .integer(&MeasureChoice::spectrumProbes, {.key = "probes",
                                                    .label = "probes",
                                                    .help = "Random vectors of the density.",
                                                    .minimum = 1,
                                                    .maximum = 1000})
          .integer(&MeasureChoice::spectrumSteps, {.key = "steps",
                                                   .label = "steps",
                                                   .help = "Products with each of them.",
                                                   .minimum = 1,
                                                   .maximum = 1000})
          .integer(&MeasureChoice::spectrumTop, {.key = "top",
                                                 .label = "top",
                                                 .help = "How many of the largest eigenvalues.",
                                                 .minimum = 1,
                                                 .maximum = 100});
  return schema;
}

const Schema<MeasureChoice>& traceSchema() {
  static const Schema<MeasureChoice> schema =
      Schema<MeasureChoice>{}
          .integer(&MeasureChoice::traceEvery, every("estimates of trace and Frobenius norm"))
          .integer(&MeasureChoice::traceProbes, {.key = "probes",
                                                 .label = "probes",
                                                 .help = "Random vectors; three products each.",
                                                 .minimum = 2,
                                                 .maximum = 10000});
  return schema;
}

const Schema<MeasureChoice>& complexitySchema() {
  static const Schema<MeasureChoice> schema = Schema<MeasureChoice>{}.integer(
      &MeasureChoice::complexityEvery, every("measurements of the network's complexity"));
  return schema;
}

const Schema<MeasureChoice>& averageSchema() {
  static const Schema<MeasureChoice> schema =
      Schema<MeasureChoice>{}
          .integer(&MeasureChoice::averageEvery, every("looks at the average of the iterates"))
          .choice(&MeasureChoice::averageKind,
                  {.key = "kind",
                   .label = "average",
                   .help = "The mean of all iterates so far, one that forgets old ones, or the "
                           "midpoint of the last three, in which an oscillation of period two is "
                           "gone."},
                  {"polyak-ruppert", "ema", "midpoint"})
          .real(&MeasureChoice::averageDecay, {.key = "decay",
                                               .label = "decay",
                                               .help = "Share of the average that is kept (ema).",
                                               .minimum = 0,
                                               .maximum = 1,
                                               .maximumExcluded = true});
  return schema;
}

const Schema<MeasureChoice>& noiseSchema() {
  static const Schema<MeasureChoice> schema =
      Schema<MeasureChoice>{}
          .integer(&MeasureChoice::noiseEvery, every("looks at the gradient noise"))
          .integer(&MeasureChoice::noiseBatches,
                   {.key = "batches",
                    .label = "batches",
                    .help = "Drawn for the batch sharpness, of the run's own size.",
                    .minimum = 2,
                    .maximum = 10000});
  return schema;
}

namespace {

/// What keeps a network from fitting too closely; all off by default.
void addRegularisers(Schema<NetworkChoice>& schema) {
  schema
      .real(&NetworkChoice::weightDecay,
            {.key = "weight_decay",
             .label = "weight decay",
             .help = "Half of it times the squared norm of all parameters joins the loss.",
             .minimum = 0,
             .maximum = 1e6})
      .real(&NetworkChoice::gradientPenalty,
            {.key = "gradient_penalty",
             .label = "gradient penalty",
             .help = "It times the mean squared norm of the outputs' derivatives by the inputs "
                     "joins the loss.",
             .minimum = 0,
             .maximum = 1e6})
      .boolean(&NetworkChoice::spectralNormalisation,
               {.key = "spectral_normalisation",
                .label = "spectral norm",
                .help = "Every weight matrix over its largest singular value."})
      .real(&NetworkChoice::dropout,
            {.key = "dropout",
             .label = "dropout",
             .help = "Share of hidden units left out, others for each sample and step, in the "
                     "gradients that a method sees.",
             .minimum = 0,
             .maximum = 1,
             .maximumExcluded = true});
}

/// What the data are and how they are read, from the start's file on.
void addReading(Schema<NetworkChoice>& schema) {
  schema
      .choice(&NetworkChoice::scaling,
              {.key = "scaling", .label = "scaling", .help = "Of the features, over all rows."},
              {"default", "none", "standardise"})
      .text(&NetworkChoice::target,
            {.key = "target",
             .label = "target",
             .help = "The target's column: its name, its number from 0, or last."})
      .choice(&NetworkChoice::task, {.key = "task", .label = "task", .help = "What the target is."},
              {"auto", "classification", "regression"})
      .choice(
          &NetworkChoice::precision,
          {.key = "precision", .label = "precision", .help = "Of all arithmetic in the network."},
          {"float64", "float32"})
      .real(&NetworkChoice::testFraction, {.key = "test_fraction",
                                           .label = "test share",
                                           .help = "The last rows, kept for testing.",
                                           .minimum = 0,
                                           .maximum = 1,
                                           .maximumExcluded = true})
      .integer(&NetworkChoice::clusters,
               {.key = "clusters",
                .label = "clusters",
                .help = "Of data drawn in clusters, classes in turn; 0 is one for each class.",
                .minimum = 0,
                .maximum = 10000,
                .sliderLow = 0,
                .sliderHigh = 40})
      .real(&NetworkChoice::separation, {.key = "separation",
                                         .label = "separation",
                                         .help = "How far the clusters' centres are from 0.",
                                         .minimum = 0,
                                         .maximum = 1000,
                                         .sliderLow = 0,
                                         .sliderHigh = 5})
      .boolean(&NetworkChoice::bias,
               {.key = "bias", .label = "bias", .help = "A bias in every layer."});
}

}  // namespace

const Schema<NetworkChoice>& networkSchema() {
  static const Schema<NetworkChoice> schema = [] {
    Schema<NetworkChoice> all;
    all.text(&NetworkChoice::dataset, {.key = "dataset",
                                       .label = "data",
                                       .help = "A built-in data set, or a file: CSV, NPZ, IDX."})
        .choice(&NetworkChoice::activation,
                {.key = "activation",
                 .label = "activation",
                 .help = "Follows every layer but the last."},
                ids(allActivations()))
        .choice(&NetworkChoice::loss,
                {.key = "loss", .label = "loss", .help = "A mean over the samples."},
                ids(allLosses()))
        .integer(&NetworkChoice::firstSample, {.key = "first_sample",
                                               .label = "first row",
                                               .help = "Rows skipped.",
                                               .minimum = 0,
                                               .maximum = greatestSize})
        .integer(&NetworkChoice::samples, {.key = "samples",
                                           .label = "rows",
                                           .help = "Rows used; 0 is all.",
                                           .minimum = 0,
                                           .maximum = greatestSize})
        .choice(&NetworkChoice::initialisation,
                {.key = "initialisation", .label = "start", .help = "How the weights are drawn."},
                ids(allInitialisations()))
        .integer(&NetworkChoice::seed, {.key = "seed",
                                        .label = "seed",
                                        .help = "Seed of the weights.",
                                        .minimum = 0,
                                        .maximum = 4294967295.0})
        .text(&NetworkChoice::parameters,
              {.key = "parameters",
               .label = "weights",
               .help = "A file with the start as one vector; empty: drawn."});
    addReading(all);
    addRegularisers(all);
    return all;
  }();
  return schema;
}

}  // namespace thalweg

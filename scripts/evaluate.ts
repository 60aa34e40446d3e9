/** Measures the shipped model on the labelled development set. */
console.log('not measured yet')

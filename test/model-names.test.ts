import * as tf from '@tensorflow/tfjs';
import { type Vitals, watch } from 'trainvitals';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launch, open } from './page/browser.js';
import { promtoolCheck } from './web/promtool-check.js';
import { parse } from './scrape.js';
import { startPrometheus } from './stack/prometheus.js';
import { until } from './stack/until.js';
import { requireTool } from './tools.js';

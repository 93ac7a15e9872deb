import '@xyflow/react/dist/base.css';
import '../shared/layerwise.css';
import './designer.css';
import { createRoot } from 'react-dom/client';
import type { FromDesigner, ToDesigner } from '../../src/protocol/designer';
import { openChannel } from '../shared/channel';
import { Designer } from './Designer';
import { createLayoutClient } from './graph/layoutClient';
import { createDesigner, type Saved } from './state/designer';
import { followPictures } from './state/pictures';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
const designer = createDesigner(openChannel<ToDesigner, FromDesigner, Saved>());
const pictures = followPictures(designer.store, createLayoutClient(root.dataset.layoutWorker));
createRoot(root).render(<Designer designer={designer} pictures={pictures} />);

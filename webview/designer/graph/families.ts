export { layerIcon } from '../../shared/families';
